CREATE TABLE "registry_readings" (
	"registry" text PRIMARY KEY NOT NULL,
	"requested_at" timestamp with time zone,
	"started_at" timestamp with time zone,
	"heard_at" timestamp with time zone,
	"ended_at" timestamp with time zone,
	"whole" boolean DEFAULT true NOT NULL,
	"since" timestamp with time zone,
	"cursor" text,
	"pages" integer DEFAULT 0 NOT NULL,
	"entries" integer DEFAULT 0 NOT NULL,
	"unreadable" integer DEFAULT 0 NOT NULL,
	"fault_code" text,
	"fault_message" text,
	"fault_next" text,
	"complete_at" timestamp with time zone,
	"whole_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "registry_servers" (
	"registry" text NOT NULL,
	"name" text NOT NULL,
	"version" text NOT NULL,
	"title" text,
	"description" text DEFAULT '' NOT NULL,
	"status" text DEFAULT 'active' NOT NULL,
	"status_message" text,
	"website_url" text,
	"repository_url" text,
	"remotes" jsonb NOT NULL,
	"has_remote" boolean NOT NULL,
	"packages" text[] DEFAULT '{}' NOT NULL,
	"updated_at" timestamp with time zone,
	"seen_at" timestamp with time zone NOT NULL,
	CONSTRAINT "registry_servers_registry_name_pk" PRIMARY KEY("registry","name")
);
--> statement-breakpoint
ALTER TABLE "services" ADD COLUMN "registry" text;--> statement-breakpoint
ALTER TABLE "services" ADD COLUMN "registry_name" text;--> statement-breakpoint
ALTER TABLE "services" ADD COLUMN "registry_version" text;--> statement-breakpoint
ALTER TABLE "services" ADD COLUMN "registry_remote" text;--> statement-breakpoint
ALTER TABLE "services" ADD COLUMN "registry_warning" text;--> statement-breakpoint
ALTER TABLE "services" ADD COLUMN "registry_warning_text" text;--> statement-breakpoint
ALTER TABLE "services" ADD COLUMN "registry_warning_since" timestamp with time zone;