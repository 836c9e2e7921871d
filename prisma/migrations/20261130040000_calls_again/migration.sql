-- AlterTable
ALTER TABLE "agents" ADD COLUMN     "attempts_max" INTEGER;

-- AlterTable
ALTER TABLE "calls" ADD COLUMN     "attempt" INTEGER NOT NULL DEFAULT 1,
ADD COLUMN     "promise_moved" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "promised_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "sequences" ADD COLUMN     "attempt" INTEGER NOT NULL DEFAULT 1,
ADD COLUMN     "promise_moved" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "promised_at" TIMESTAMPTZ(3);

-- A call that a person was promised comes before all others, whatever the priority of its batch.
ALTER TABLE "sequences" DROP CONSTRAINT "sequences_priority_check",
ADD CONSTRAINT "sequences_priority_check" CHECK ("priority" IN ('promised', 'now', 'normal', 'low'));

ALTER TABLE "last_shares" DROP CONSTRAINT "last_shares_priority_check",
ADD CONSTRAINT "last_shares_priority_check" CHECK ("priority" IN ('promised', 'now', 'normal', 'low'));
