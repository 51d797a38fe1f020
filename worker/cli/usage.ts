/** What `cli help` prints. The table in ARCHITECTURE.md names what later versions add. */
export const usage = `fieldpack <command> [--json] [--data DIR]

  doctor                 what is there, what is missing and how to mend it
  form FILE              compile an XLSForm: fields, issues, what QField cannot do
      [--language L]
  generate               make a QField project
      --form F --title T --out DIR
      [--features F] [--tasks F] [--aoi F | --extent xmin,ymin,xmax,ymax]
      [--basemap F.mbtiles] [--language L] [--no-openstreetmap]
  export DIR --out FILE  collected answers as .csv, .xlsx or .geojson, under the form's own names
  check DIR              what QFieldCloud would say of a QGIS project, and how to mend it
      [--offline] [--pg-service FILE] [--plan-mb N: room that the plan leaves]
  package DIR --out DIR  a project as QField takes it along, opened again and counted
      [--zip] [--cable: its layer actions, not the cloud's] [--leave-out LAYER-ID]… [--offline] [--pg-service FILE]
  apply-deltas DIR DELTAFILE…
                         the changes that came back, each whole or not at all
      [--overwrite-conflicts] [--dry-run] [--inverse: undo] [--again: those applied before too]
      [--uuid UUID]… instead of files: deltas that the ledger knows
      [--role manager|editor|reporter|reader] [--offline] [--pg-service FILE]
  cloud login SERVER USER
                         sign in to a QFieldCloud; the password is read from stdin
  cloud accounts | forget | projects
  cloud plan DIR | sync DIR
      [--new NAME [--owner O] [--public] | --project ID] else the project that DIR was synced with
      [--mine FILE | --theirs FILE | --skip FILE]… of files that changed on both sides, else both are kept
      [--no-download] [--no-package] [--limit-kb N: a second]
      a sync waits for a connection; Ctrl-C leaves it in the ledger, and the next sync of DIR goes on with it
  cloud jobs DIR | log DIR ID | start package|process_projectfile DIR
  cloud deltas DIR [--status S]… [--out FILE] | push DIR FILE | apply DIR
  cloud reapply DIR UUID… [--and-newer] [--dry-run]
  cloud people DIR [--csv FILE [--apply] | --remove NAME] [--sheet FILE.pdf]
      all: [--account USER@HOST]; all but plan and sync: [--project ID instead of DIR]; ID may be a name
  jobs list              the ledger, newest first
  jobs show ID | log ID | retry ID | cancel ID | discard ID
  ledger check           whether the ledger is sound, and its backups
  ledger restore [BACKUP | newest | nothing]
      go back to a backup; what stood there is set aside, never deleted
  serve                  a worker without a window, until SIGTERM or Ctrl-C: runs the ledger's jobs and
      those that others put into qgis_jobs, and answers Field-TM's QGIS wrapper requests
      [--postgres URL] [--http HOST:PORT] [--token-file F] [--sessions N] [--budget SECONDS]
      [--orphans HOURS: after which answered jobs of others leave the table, default 1]
      without --postgres: FTM_DB_URL, or FTM_DB_HOST, FTM_DB_USER, FTM_DB_PASSWORD, FTM_DB_NAME

--json   stdout holds exactly one JSON document
--data   folder of the ledger (default: the app's own)
Exit code: 0 done, 1 failed, 2 wrong usage
`
