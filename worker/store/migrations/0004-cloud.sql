-- Sign-ins to QFieldCloud. Their tokens stand in the computer's own keychain and never here.
CREATE TABLE cloud_accounts (
  id TEXT PRIMARY KEY,
  server TEXT NOT NULL,
  username TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('signedIn', 'expired', 'signedOut')),
  expires_at TEXT,
  organizations TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(organizations)),
  can TEXT NOT NULL CHECK (json_valid(can)),
  created_at INTEGER NOT NULL,
  UNIQUE (server, username)
) STRICT;

-- Which project a folder belongs to. A link outlives its account: signing in again finds it.
CREATE TABLE cloud_links (
  folder TEXT PRIMARY KEY,
  account_id TEXT NOT NULL,
  server TEXT NOT NULL,
  project_id TEXT NOT NULL,
  name TEXT NOT NULL,
  owner TEXT NOT NULL,
  synced_at INTEGER
) STRICT;

-- Projects that a job is about to make there: one that is found under that name afterwards is its own.
CREATE TABLE cloud_creations (
  job_id TEXT PRIMARY KEY REFERENCES jobs (id) ON DELETE CASCADE,
  owner TEXT NOT NULL,
  name TEXT NOT NULL
) STRICT;

-- Files as they were when both sides were last seen to have the same; `etag` is the server's own.
CREATE TABLE cloud_base (
  folder TEXT NOT NULL,
  project_id TEXT NOT NULL,
  name TEXT NOT NULL,
  size INTEGER NOT NULL,
  sha256 TEXT NOT NULL,
  etag TEXT NOT NULL,
  PRIMARY KEY (folder, project_id, name)
) STRICT, WITHOUT ROWID;

-- What was hashed before, as long as size and time are the same.
CREATE TABLE file_hashes (
  folder TEXT NOT NULL,
  name TEXT NOT NULL,
  size INTEGER NOT NULL,
  mtime_ms REAL NOT NULL,
  etag TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  PRIMARY KEY (folder, name)
) STRICT, WITHOUT ROWID;

-- The queue of a sync job. Done is what was seen to be whole on the other side, and nothing else.
CREATE TABLE sync_items (
  job_id TEXT NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  name TEXT NOT NULL,
  remote TEXT NOT NULL,
  direction TEXT NOT NULL CHECK (direction IN ('up', 'down')),
  size INTEGER NOT NULL,
  etag TEXT NOT NULL,
  is_attachment INTEGER NOT NULL CHECK (is_attachment IN (0, 1)),
  state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'running', 'done', 'failed', 'skipped')),
  attempts INTEGER NOT NULL DEFAULT 0,
  error TEXT CHECK (json_valid(error)),
  verified INTEGER NOT NULL DEFAULT 0 CHECK (verified IN (0, 1)),
  PRIMARY KEY (job_id, direction, name),
  CHECK ((state = 'done') = (verified = 1))
) STRICT, WITHOUT ROWID;

-- Bytes a second, as they were last measured.
CREATE TABLE cloud_speeds (
  server TEXT NOT NULL,
  direction TEXT NOT NULL CHECK (direction IN ('up', 'down')),
  speed REAL NOT NULL CHECK (speed > 0),
  at INTEGER NOT NULL,
  PRIMARY KEY (server, direction)
) STRICT, WITHOUT ROWID;

-- Jobs of QFieldCloud's with feedback and log, which the server forgets; `sync_job` is the job of ours that waits for it.
CREATE TABLE cloud_jobs (
  id TEXT PRIMARY KEY,
  server TEXT NOT NULL,
  project_id TEXT NOT NULL,
  type TEXT NOT NULL,
  status TEXT NOT NULL,
  created_at TEXT NOT NULL,
  content TEXT NOT NULL CHECK (json_valid(content)),
  sync_job TEXT
) STRICT;

CREATE INDEX cloud_jobs_project ON cloud_jobs (project_id, created_at);

CREATE INDEX cloud_jobs_sync ON cloud_jobs (sync_job) WHERE sync_job IS NOT NULL;

-- Deltas that this computer pushed; `of_uuid` is the one that it replaces, `status` null until the server was asked.
CREATE TABLE cloud_pushes (
  project_id TEXT NOT NULL,
  uuid TEXT NOT NULL,
  of_uuid TEXT,
  file_id TEXT NOT NULL,
  pushed_at INTEGER NOT NULL,
  status TEXT,
  PRIMARY KEY (project_id, uuid)
) STRICT, WITHOUT ROWID;
