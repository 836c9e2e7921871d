-- AlterTable
ALTER TABLE "agents" ADD COLUMN     "calls_per_number_per_day" INTEGER,
ADD COLUMN     "local_first" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "more_from_numbers" TEXT[] NOT NULL DEFAULT ARRAY[]::TEXT[];

-- AlterTable
ALTER TABLE "calls" ADD COLUMN     "from_number" TEXT;

-- CreateTable
CREATE TABLE "from_number_uses" (
    "agent_id" UUID NOT NULL,
    "number" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "calls" INTEGER NOT NULL,

    CONSTRAINT "from_number_uses_pkey" PRIMARY KEY ("agent_id","number")
);

-- AddForeignKey
ALTER TABLE "from_number_uses" ADD CONSTRAINT "from_number_uses_agent_id_fkey" FOREIGN KEY ("agent_id") REFERENCES "agents"("id") ON DELETE CASCADE ON UPDATE CASCADE;
