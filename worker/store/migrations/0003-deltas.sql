-- Folders that changes were brought to, each bound to the QFieldCloud project of its first delta file.
CREATE TABLE folders (
  id INTEGER PRIMARY KEY,
  path TEXT NOT NULL UNIQUE,
  project TEXT NOT NULL
) STRICT;

-- `seq` orders deltas as they came. No job owns them: they stay when a job is discarded.
CREATE TABLE deltas (
  seq INTEGER PRIMARY KEY,
  folder INTEGER NOT NULL REFERENCES folders (id),
  uuid TEXT NOT NULL,
  delta_file_id TEXT NOT NULL,
  position INTEGER NOT NULL CHECK (position >= 0),
  content TEXT NOT NULL CHECK (json_valid(content)),
  -- How its device calls the feature; null where the delta names no device.
  client_key TEXT,
  status TEXT NOT NULL DEFAULT 'pending'
    CHECK (status IN ('pending', 'applied', 'conflict', 'not_applied', 'error', 'ignored', 'unpermitted')),
  message TEXT NOT NULL DEFAULT '',
  modified_pk TEXT,
  conflicts TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(conflicts)),
  strict TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(strict)),
  -- What it found that its old side does not remember; null where all was as remembered.
  replaced TEXT CHECK (json_valid(replaced)),
  -- The last job that touched it.
  job_id TEXT,
  -- The run that brought it into the data: what was applied last has the highest.
  applied_run INTEGER,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  UNIQUE (folder, uuid),
  CHECK ((status = 'applied') = (applied_run IS NOT NULL))
) STRICT;

CREATE INDEX deltas_status ON deltas (folder, status, seq);

CREATE INDEX deltas_key ON deltas (folder, applied_run) WHERE client_key IS NOT NULL AND modified_pk IS NOT NULL;

-- What each job made of a delta.
CREATE TABLE delta_runs (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  delta INTEGER NOT NULL REFERENCES deltas (seq),
  job_id TEXT NOT NULL,
  inverse INTEGER NOT NULL CHECK (inverse IN (0, 1)),
  status TEXT NOT NULL,
  message TEXT NOT NULL,
  modified_pk TEXT,
  at INTEGER NOT NULL,
  UNIQUE (delta, job_id)
) STRICT;

CREATE INDEX delta_runs_job ON delta_runs (job_id);
