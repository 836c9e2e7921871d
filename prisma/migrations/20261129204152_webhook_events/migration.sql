-- AlterTable
ALTER TABLE "webhook_endpoints" ADD COLUMN     "events" TEXT[] DEFAULT ARRAY['call.ended']::TEXT[];

-- AlterTable
ALTER TABLE "webhook_deliveries" ADD COLUMN     "subject_id" UUID,
ADD COLUMN     "type" TEXT NOT NULL DEFAULT 'call.ended',
ALTER COLUMN "call_id" DROP NOT NULL;

ALTER TABLE "webhook_endpoints" ALTER COLUMN "events" SET NOT NULL,
  ADD CONSTRAINT "webhook_endpoints_events_check" CHECK (cardinality("events") > 0);

-- A delivery is of a call, or of another subject.
ALTER TABLE "webhook_deliveries" ADD CONSTRAINT "webhook_deliveries_subject_check"
  CHECK (("type" = 'call.ended') = ("call_id" IS NOT NULL) AND ("call_id" IS NULL) = ("subject_id" IS NOT NULL)) NOT VALID;

-- An endpoint is told of a thing once, also when the background does it again. (Partial, which Prisma's schema language cannot tell. The
-- payload belongs to it: an endpoint can be switched off twice.)
CREATE UNIQUE INDEX "webhook_deliveries_told_once_idx" ON "webhook_deliveries" ("endpoint_id", "type", "subject_id", md5("payload"))
  WHERE "subject_id" IS NOT NULL AND "replay_of" IS NULL;
