-- The calls of an organization with an outcome: a name that hardly any of them has is found without going through the others.
-- The text has the organization in it, since what is rare in one may be frequent in the next. A path of JSON takes whatever
-- is there, and a name that is too long for an index is cut, so that no result is ever refused for its outcomes.
CREATE FUNCTION outcome_keys(organization_id TEXT, result JSONB) RETURNS TEXT[] IMMUTABLE PARALLEL SAFE COST 1000
    RETURN ARRAY(SELECT left(organization_id || ' ' || (name #>> '{}'), 600)
        FROM jsonb_path_query(result, '$.outcomes[*].name') AS name);

-- Entries are gathered, for one write of many costs less than many writes, and few of them, for a search reads through
-- what is gathered. Calls without an outcome are not in it.
CREATE INDEX "calls_outcomes_idx" ON "calls" USING gin (outcome_keys("organization_id", "result"))
    WITH (gin_pending_list_limit = 64) WHERE "result" -> 'outcomes' <> '[]';

-- The calls of an organization with a result by when they ended.
CREATE INDEX "calls_result_type_idx" ON "calls" ("organization_id", "result_type", "ended_at", "id")
    WHERE "ended_at" IS NOT NULL AND "result_type" IS NOT NULL;
