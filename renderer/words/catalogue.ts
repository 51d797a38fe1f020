import base from '#resources/locales/en.json' with { type: 'json' }

const parts = import.meta.glob<Record<string, string>>('../../resources/locales/en.*.json', {
  eager: true,
  import: 'default',
})

/** Keys that the window itself uses. Issues and findings come with codes of their own. */
export type WordKey = keyof typeof base

/** All English words: the window's, the form compiler's, the doctor's. */
export const catalogue: Record<string, string> = Object.assign({}, base, ...Object.values(parts)) as Record<
  string,
  string
>
