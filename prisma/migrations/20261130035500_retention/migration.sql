-- AlterTable
ALTER TABLE "organizations" ADD COLUMN     "decision_days" INTEGER DEFAULT 1825,
ADD COLUMN     "delivery_days" INTEGER DEFAULT 90,
ADD COLUMN     "rejected_row_days" INTEGER DEFAULT 365,
ADD COLUMN     "transcript_days" INTEGER DEFAULT 730;

-- CreateTable
CREATE TABLE "retention_marks" (
    "organization_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "until" TIMESTAMPTZ(3),
    "removed" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "retention_marks_pkey" PRIMARY KEY ("organization_id","kind")
);

-- CreateIndex
CREATE INDEX "decisions_organization_id_id_idx" ON "decisions"("organization_id", "id");

-- AddForeignKey
ALTER TABLE "retention_marks" ADD CONSTRAINT "retention_marks_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE CASCADE ON UPDATE CASCADE;
