-- Times are milliseconds since 1970 UTC. `seq` orders jobs as they were accepted, whatever the clock said.
CREATE TABLE jobs (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  type TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('pending', 'queued', 'started', 'finished', 'stopped', 'failed')),
  title TEXT NOT NULL,
  request TEXT NOT NULL CHECK (json_valid(request)),
  progress REAL CHECK (progress BETWEEN 0 AND 1),
  steps TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(steps)),
  -- Spent out of max_attempts; a retry by hand starts at 0 again, the rows of `attempts` stay.
  attempts INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0),
  max_attempts INTEGER NOT NULL CHECK (max_attempts >= 1),
  error TEXT CHECK (json_valid(error)),
  result TEXT CHECK (json_valid(result)),
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  started_at INTEGER,
  finished_at INTEGER,
  next_attempt_at INTEGER,
  cancel_requested INTEGER NOT NULL DEFAULT 0 CHECK (cancel_requested IN (0, 1)),
  lease_token TEXT,
  lease_expires_at INTEGER,
  log_lines INTEGER NOT NULL DEFAULT 0,
  CHECK ((state = 'started') = (lease_token IS NOT NULL)),
  CHECK ((state = 'started') = (lease_expires_at IS NOT NULL)),
  CHECK ((state = 'pending') = (next_attempt_at IS NOT NULL))
) STRICT;

CREATE INDEX jobs_open ON jobs (state, seq) WHERE state IN ('pending', 'queued', 'started');

CREATE TABLE attempts (
  job_id TEXT NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
  -- Counts every run of the job, handed back ones and those before a retry by hand too.
  number INTEGER NOT NULL CHECK (number >= 1),
  token TEXT NOT NULL UNIQUE,
  started_at INTEGER NOT NULL,
  ended_at INTEGER,
  outcome TEXT CHECK (outcome IN ('finished', 'failed', 'stopped', 'interrupted', 'handedBack')),
  error TEXT CHECK (json_valid(error)),
  PRIMARY KEY (job_id, number),
  CHECK ((ended_at IS NULL) = (outcome IS NULL))
) STRICT;

-- Of a job's attempts at most one runs: what a claim promises, held by the database too.
CREATE UNIQUE INDEX attempts_running ON attempts (job_id) WHERE ended_at IS NULL;

-- AUTOINCREMENT, since readers ask for "everything after id" and an id must never come back.
CREATE TABLE log_lines (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  job_id TEXT NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
  attempt INTEGER NOT NULL,
  at INTEGER NOT NULL,
  level TEXT NOT NULL CHECK (level IN ('debug', 'info', 'warning', 'error')),
  message TEXT NOT NULL
) STRICT;

CREATE INDEX log_lines_job ON log_lines (job_id, id);

CREATE TABLE blobs (
  sha256 TEXT PRIMARY KEY CHECK (length(sha256) = 64),
  size INTEGER NOT NULL CHECK (size >= 0),
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE job_files (
  job_id TEXT NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
  role TEXT NOT NULL CHECK (role IN ('input', 'output')),
  name TEXT NOT NULL,
  sha256 TEXT NOT NULL REFERENCES blobs (sha256),
  PRIMARY KEY (job_id, role, name)
) STRICT;

CREATE INDEX job_files_blob ON job_files (sha256);

CREATE TABLE settings (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL CHECK (json_valid(value))
) STRICT;
