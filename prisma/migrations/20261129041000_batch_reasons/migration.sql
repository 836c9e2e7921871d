-- Why a batch was paused, resumed and cancelled, as whoever did it said.
ALTER TABLE "batches" ADD COLUMN "pause_reason" TEXT,
ADD COLUMN "resume_reason" TEXT,
ADD COLUMN "cancel_reason" TEXT;
