-- Most sequences are in no chain, and each had an entry here all the same. The time that it takes is what the index of shares
-- needs: making a thousand sequences takes as long as before.
DROP INDEX "sequences_chain_id_chain_position_idx";
CREATE INDEX "sequences_chain_idx" ON "sequences" ("chain_id", "chain_position") WHERE "chain_id" IS NOT NULL;
