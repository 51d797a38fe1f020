import fc from 'fast-check'

/*
 * Property tests draw the same examples in every run, so that a red run is about what was changed and comes again.
 * `FIELDPACK_SEED=N` draws others, `FIELDPACK_SEED=random` new ones each time: to look for what nobody thought of.
 */
const given = process.env['FIELDPACK_SEED'] ?? '2026'
if (given !== 'random') fc.configureGlobal({ seed: Number(given) })
