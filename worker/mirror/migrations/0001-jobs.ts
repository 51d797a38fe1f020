/** In a module and not in a file beside it: it has to be found from the bundle, too. */
export const jobs = `
-- Field-TM's table, column for column. Where it stands already, in whichever schema of the search path, it is used
-- as it is.
DO $$
BEGIN
  IF to_regclass('qgis_jobs') IS NULL THEN
    CREATE TABLE qgis_jobs (
      job_id uuid PRIMARY KEY,
      created_at timestamptz NOT NULL DEFAULT now(),
      xlsform bytea,
      features jsonb,
      tasks jsonb,
      output_files jsonb,
      operation text DEFAULT 'field',
      project_id text,
      basemap_url text
    );
  END IF;
END
$$;

-- What Field-TM's table does not say. No foreign key: that would put triggers on a table that is not ours, and a row
-- deleted there must not take the account of what happened with it.
CREATE TABLE qgis_jobs_ext (
  job_id uuid PRIMARY KEY,
  -- mirror: a laptop's own job, told by its worker alone; remote: anybody's who put a row into qgis_jobs.
  origin text NOT NULL CHECK (origin IN ('mirror', 'remote')),
  type text NOT NULL DEFAULT 'generate',
  state text NOT NULL CHECK (state IN ('pending', 'queued', 'started', 'finished', 'stopped', 'failed')),
  title text,
  -- What the asking side wants beside the row: title, language, extent, openInEditMode.
  request jsonb,
  attempts integer NOT NULL DEFAULT 0,
  lease_token uuid,
  lease_expires_at timestamptz,
  -- The installation that works on it, or told of it last.
  worker text,
  priority integer NOT NULL DEFAULT 0,
  progress real,
  error jsonb,
  feedback jsonb,
  timings jsonb,
  revision bigint NOT NULL DEFAULT 0,
  -- Whoever asks may choose one: asking twice with the same key is asking once.
  idempotency_key text UNIQUE,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX qgis_jobs_ext_waiting ON qgis_jobs_ext (priority DESC, created_at, job_id)
  WHERE origin = 'remote' AND state = 'queued';
CREATE INDEX qgis_jobs_ext_leased ON qgis_jobs_ext (lease_expires_at) WHERE state = 'started';

-- Files as large objects, filled in steps: received bytes stand, all of them once complete.
CREATE TABLE qgis_job_files (
  job_id uuid NOT NULL,
  role text NOT NULL CHECK (role IN ('input', 'output')),
  name text NOT NULL,
  size bigint NOT NULL CHECK (size >= 0),
  sha256 text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  large_object oid NOT NULL,
  received bigint NOT NULL DEFAULT 0 CHECK (received BETWEEN 0 AND size),
  complete boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (job_id, role, name)
);
CREATE UNIQUE INDEX qgis_job_files_object ON qgis_job_files (large_object);

-- A large object outlives its row otherwise. One that is gone already is no reason to keep the row.
CREATE FUNCTION qgis_job_files_unlink() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR NEW.large_object <> OLD.large_object THEN
    PERFORM lo_unlink(OLD.large_object) FROM pg_largeobject_metadata WHERE oid = OLD.large_object;
  END IF;
  RETURN NULL;
END
$$;
CREATE TRIGGER qgis_job_files_unlink AFTER DELETE OR UPDATE OF large_object ON qgis_job_files
  FOR EACH ROW EXECUTE FUNCTION qgis_job_files_unlink();

-- One row: which schema this is, and a name of the database's own that survives a change of address.
CREATE TABLE qgis_jobs_schema (
  single boolean PRIMARY KEY DEFAULT true CHECK (single),
  version integer NOT NULL,
  server uuid NOT NULL DEFAULT gen_random_uuid()
);
`
