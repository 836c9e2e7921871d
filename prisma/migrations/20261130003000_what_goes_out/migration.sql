-- By what an agent is held while its calls and mails go out (src/domain/agents/share-placing.ts).
CREATE FUNCTION placing_key(agent_id UUID) RETURNS BIGINT IMMUTABLE PARALLEL SAFE
    RETURN hashtextextended('placing of ' || agent_id::text, 0);

-- Since when a mail may be on its way. Null of those that an older version has sent, which are not `requested` any more.
ALTER TABLE "emails" ADD COLUMN "attempted_at" TIMESTAMPTZ(3);
