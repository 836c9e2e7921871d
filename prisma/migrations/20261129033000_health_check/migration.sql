-- CreateTable
CREATE TABLE "health_check" (
    "id" BOOLEAN NOT NULL DEFAULT true,
    "written_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "health_check_pkey" PRIMARY KEY ("id")
);
