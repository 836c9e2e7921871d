-- The credits report read every spend of its period from the ledger. What it groups by is kept now.

-- DropIndex: only the report read by month, and nothing by batch. Each booking is cheaper without them.
DROP INDEX "credit_ledger_organization_id_month_idx";

-- DropIndex
DROP INDEX "credit_ledger_batch_id_idx";

-- CreateTable. The rows of today change with every set of bookings: in a page with room they do so without their indexes.
CREATE TABLE "credit_sums" (
    "organization_id" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "month" DATE NOT NULL,
    "agent_id" UUID NOT NULL,
    "spent" INTEGER NOT NULL,
    "spends" INTEGER NOT NULL,

    CONSTRAINT "credit_sums_pkey" PRIMARY KEY ("organization_id","day","month","agent_id")
) WITH (fillfactor = 50);

-- CreateIndex
CREATE INDEX "credit_sums_organization_id_month_idx" ON "credit_sums"("organization_id", "month");

-- A trigger, so that no booking can forget it: not one of a later use case, of an older version that still runs, or by hand.
-- It fires when the whole statement is done. By then each booking holds the row of credit_balances for this organization and
-- month, for which bookings wait in turn anyhow; so none waits for a sum.
CREATE FUNCTION add_to_credit_sums() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO credit_sums AS kept (organization_id, day, month, agent_id, spent, spends)
    SELECT organization_id, (created_at AT TIME ZONE 'UTC')::date, month, agent_id, sum(amount)::integer, count(*)::integer
    FROM booked
    WHERE kind = 'spend' AND agent_id IS NOT NULL
    GROUP BY 1, 2, 3, 4
    ORDER BY 1, 2, 3, 4
    ON CONFLICT (organization_id, day, month, agent_id) DO UPDATE
    SET spent = kept.spent + excluded.spent, spends = kept.spends + excluded.spends;
    RETURN NULL;
END $$;

-- From here until the commit nobody else books, so what is summed up below is all there is.
CREATE TRIGGER credit_ledger_sums AFTER INSERT ON "credit_ledger"
    REFERENCING NEW TABLE AS booked FOR EACH STATEMENT EXECUTE FUNCTION add_to_credit_sums();

INSERT INTO "credit_sums" ("organization_id", "day", "month", "agent_id", "spent", "spends")
SELECT "organization_id", ("created_at" AT TIME ZONE 'UTC')::date, "month", "agent_id", sum("amount")::integer, count(*)::integer
FROM "credit_ledger"
WHERE "kind" = 'spend' AND "agent_id" IS NOT NULL
GROUP BY 1, 2, 3, 4;
