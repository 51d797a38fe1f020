-- Where a job came from when somebody else asked for it: `database on host` of the Postgres it was taken from.
ALTER TABLE jobs ADD COLUMN origin TEXT;
-- Why it is to stop, as an error code; a person's wish when nothing stands here.
ALTER TABLE jobs ADD COLUMN cancel_reason TEXT;

-- One row: who we are to a database, and which one heard of us last.
CREATE TABLE mirror (
  only INTEGER PRIMARY KEY CHECK (only = 1),
  installation TEXT NOT NULL,
  server TEXT
) STRICT;

INSERT INTO mirror (only, installation) VALUES (1, lower(hex(randomblob(16))));

-- What Postgres has still to hear: one row a job, so that a year without a connection costs no more than the jobs
-- themselves. A revision counts the changes of a job; what was sent is the revision that the server confirmed.
CREATE TABLE outbox (
  job_id TEXT PRIMARY KEY,
  revision INTEGER NOT NULL DEFAULT 1,
  sent INTEGER NOT NULL DEFAULT 0,
  files_revision INTEGER NOT NULL DEFAULT 0,
  files_sent INTEGER NOT NULL DEFAULT 0,
  -- The job was discarded here: its rows there go too, and then this one.
  discarded INTEGER NOT NULL DEFAULT 0 CHECK (discarded IN (0, 1)),
  -- Of somebody else's job that was discarded unanswered: the lease under which that has to be told.
  token TEXT
) STRICT;

CREATE INDEX outbox_waiting ON outbox (job_id) WHERE revision > sent OR files_revision > files_sent;

-- Jobs taken from Postgres: the lease there, which every write about them must show.
CREATE TABLE taken (
  job_id TEXT PRIMARY KEY REFERENCES jobs (id) ON DELETE CASCADE,
  -- The database's own id, since an address may lead to another one tomorrow.
  server TEXT NOT NULL,
  token TEXT NOT NULL,
  -- held: ours to answer; delivered: answered; lost: another machine has it; gone: its row was deleted there.
  state TEXT NOT NULL DEFAULT 'held' CHECK (state IN ('held', 'delivered', 'lost', 'gone'))
) STRICT;

-- Triggers and not calls: whatever writes a job has told the mirror in the same commit.
CREATE TRIGGER outbox_created AFTER INSERT ON jobs BEGIN
  INSERT INTO outbox (job_id) VALUES (new.id)
  ON CONFLICT (job_id) DO UPDATE SET revision = revision + 1, discarded = 0, token = NULL;
END;

CREATE TRIGGER outbox_changed
AFTER UPDATE OF state, title, progress, steps, attempts, error, result, cancel_requested, next_attempt_at ON jobs BEGIN
  INSERT INTO outbox (job_id) VALUES (new.id) ON CONFLICT (job_id) DO UPDATE SET revision = revision + 1;
END;

CREATE TRIGGER outbox_discarded AFTER DELETE ON jobs BEGIN
  INSERT INTO outbox (job_id, discarded) VALUES (old.id, 1)
  ON CONFLICT (job_id) DO UPDATE SET revision = revision + 1, discarded = 1;
END;

CREATE TRIGGER outbox_unanswered AFTER DELETE ON taken WHEN old.state = 'held' BEGIN
  UPDATE outbox SET token = old.token WHERE job_id = old.job_id;
END;

CREATE TRIGGER outbox_file_added AFTER INSERT ON job_files BEGIN
  UPDATE outbox SET files_revision = files_revision + 1 WHERE job_id = new.job_id;
END;

CREATE TRIGGER outbox_file_dropped AFTER DELETE ON job_files BEGIN
  UPDATE outbox SET files_revision = files_revision + 1 WHERE job_id = old.job_id;
END;

INSERT INTO outbox (job_id, files_revision) SELECT id, 1 FROM jobs;
