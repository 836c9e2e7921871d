-- CreateTable
CREATE TABLE "opt_outs" (
    "id" UUID NOT NULL,
    "organization_id" TEXT NOT NULL,
    "phone_number" TEXT NOT NULL,
    "agent_id" UUID,
    "call_id" UUID,
    "noted_by" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "opt_outs_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "opt_outs_organization_id_phone_number_idx" ON "opt_outs"("organization_id", "phone_number");
