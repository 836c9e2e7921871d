/** The executor's own schema, step by step. Never change a step that has been released: add one. */
export const MIGRATIONS: readonly { id: number; sql: string }[] = [
  {
    id: 1,
    sql: `
      -- The app as it registered last; one row.
      CREATE TABLE executor.app (
        only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
        app_id text NOT NULL,
        checksum text NOT NULL,
        synced_at timestamptz NOT NULL DEFAULT now()
      );

      CREATE TABLE executor.functions (
        id text COLLATE "C" PRIMARY KEY,
        -- FunctionConfig as JSON.
        config json NOT NULL,
        -- False once the app no longer lists it: nothing starts it, but its runs go on.
        active boolean NOT NULL DEFAULT true
      );

      CREATE TABLE executor.crons (
        function_id text COLLATE "C" NOT NULL REFERENCES executor.functions (id) ON DELETE CASCADE,
        expression text NOT NULL,
        next_at timestamptz NOT NULL,
        PRIMARY KEY (function_id, expression)
      );

      -- JSON that comes from outside is text: jsonb refuses NUL escapes and lone surrogates, and loses the exact bytes.
      CREATE TABLE executor.events (
        id text COLLATE "C" PRIMARY KEY,
        name text NOT NULL,
        body text NOT NULL,
        received_at timestamptz NOT NULL DEFAULT now()
      );

      CREATE TABLE executor.runs (
        id text COLLATE "C" PRIMARY KEY,
        function_id text COLLATE "C" NOT NULL,
        event_id text COLLATE "C" NOT NULL REFERENCES executor.events (id),
        idempotency_key text NOT NULL,
        status text NOT NULL DEFAULT 'running' CHECK (status IN ('running', 'completed', 'failed')),
        version smallint NOT NULL DEFAULT -1,
        force_plan boolean NOT NULL DEFAULT false,
        -- Ids of steps that must finish before the next discovery, as a JSON array.
        pending text NOT NULL DEFAULT '[]',
        step_count integer NOT NULL DEFAULT 0,
        -- Steps that the call under way with use_api may ask for (protocol 5.5).
        api_step_count integer NOT NULL DEFAULT 0,
        -- The concurrency slots of its calls (lanes.ts).
        lane text COLLATE "C" NOT NULL DEFAULT '',
        -- The return value, or the error object, as JSON.
        output text,
        created_at timestamptz NOT NULL DEFAULT now(),
        ended_at timestamptz,
        CHECK ((status = 'running') = (ended_at IS NULL)),
        -- One run per function and event id, for as long as the run is kept.
        UNIQUE (function_id, idempotency_key)
      ) WITH (fillfactor = 80);
      CREATE INDEX runs_event ON executor.runs (event_id);

      CREATE TABLE executor.steps (
        run_id text COLLATE "C" NOT NULL REFERENCES executor.runs (id) ON DELETE CASCADE,
        step_id text COLLATE "C" NOT NULL,
        -- The order in which the steps of the run finished.
        seq integer NOT NULL,
        -- {"data": …} or {"error": …}, canonical.
        value text NOT NULL,
        PRIMARY KEY (run_id, step_id)
      );

      CREATE TABLE executor.jobs (
        run_id text COLLATE "C" NOT NULL REFERENCES executor.runs (id) ON DELETE CASCADE,
        id text COLLATE "C" NOT NULL,
        kind text NOT NULL CHECK (kind IN ('call', 'timer')),
        step_id text COLLATE "C" NOT NULL,
        at timestamptz NOT NULL,
        attempt smallint NOT NULL DEFAULT 0,
        generation integer NOT NULL DEFAULT 0,
        race boolean NOT NULL DEFAULT false,
        -- As the run's, but empty for timers: who sleeps holds no slot.
        lane text COLLATE "C" NOT NULL DEFAULT '',
        leased_by integer,
        lease_until timestamptz,
        CHECK ((leased_by IS NULL) = (lease_until IS NULL)),
        PRIMARY KEY (run_id, id)
      ) WITH (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_cost_delay = 0);
      CREATE INDEX jobs_waiting ON executor.jobs (at) WHERE leased_by IS NULL AND lane = '';
      CREATE INDEX jobs_waiting_in_lanes ON executor.jobs (lane, at) WHERE leased_by IS NULL AND lane <> '';
      CREATE INDEX jobs_leased ON executor.jobs (leased_by) WHERE leased_by IS NOT NULL;
    `,
  },
  {
    id: 2,
    sql: `
      -- Whether the run's events are in batched_events, all of them; event_id is one of them.
      ALTER TABLE executor.runs ADD COLUMN batched boolean NOT NULL DEFAULT false;

      CREATE TABLE executor.batched_events (
        function_id text COLLATE "C" NOT NULL,
        idempotency_key text NOT NULL,
        run_id text COLLATE "C" NOT NULL REFERENCES executor.runs (id) ON DELETE CASCADE,
        event_id text COLLATE "C" NOT NULL REFERENCES executor.events (id),
        -- One run per function and event id, for as long as the run is kept.
        PRIMARY KEY (function_id, idempotency_key)
      );
      CREATE INDEX batched_events_run ON executor.batched_events (run_id);
      CREATE INDEX batched_events_event ON executor.batched_events (event_id);

      -- Of the first job of a batched run: what its events have in common, and how many more it takes before its first
      -- call.
      ALTER TABLE executor.jobs ADD COLUMN batch text COLLATE "C", ADD COLUMN batch_room integer;
      CREATE INDEX jobs_open_batches ON executor.jobs (batch)
        WHERE batch IS NOT NULL AND leased_by IS NULL AND generation = 0 AND batch_room > 0;
    `,
  },
]
