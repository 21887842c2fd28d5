CREATE TABLE "audit_events" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "audit_events_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"actor_kind" text NOT NULL,
	"actor_id" uuid,
	"actor_label" text NOT NULL,
	"action" text NOT NULL,
	"target_kind" text NOT NULL,
	"target_id" text,
	"target_label" text NOT NULL,
	"changes" jsonb DEFAULT '{}'::jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "bindings" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"service_id" uuid NOT NULL,
	"namespace_id" uuid NOT NULL,
	"token_mode" text NOT NULL,
	"token" text,
	"gateway_token_id" uuid,
	"token_set_at" timestamp with time zone,
	"token_set_by" text,
	"token_origin" text,
	"origin" text NOT NULL,
	"shown_name" text,
	"remote_id" text,
	"state" text NOT NULL,
	"state_code" text,
	"state_message" text,
	"applied_at" timestamp with time zone,
	"applied" jsonb,
	"applied_shown" jsonb,
	"seen_tools" jsonb,
	"tools_of_service" integer,
	"remote_updated_at" integer,
	"seen_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "bindings_serviceId_namespaceId_unique" UNIQUE("service_id","namespace_id")
);
--> statement-breakpoint
CREATE TABLE "sync_drafts" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"user_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"choices" jsonb NOT NULL,
	"tokens" text,
	"plan" jsonb,
	"planned_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "gateway_call_days" (
	"day" timestamp with time zone NOT NULL,
	"of_id" uuid NOT NULL,
	"by" text NOT NULL,
	"key" text NOT NULL,
	"calls" integer NOT NULL,
	"errors" integer NOT NULL,
	"tool_errors" integer NOT NULL,
	"times" jsonb,
	CONSTRAINT "gateway_call_days_of_id_day_by_key_pk" PRIMARY KEY("of_id","day","by","key")
);
--> statement-breakpoint
CREATE TABLE "gateway_calls" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "gateway_calls_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"at" timestamp with time zone NOT NULL,
	"token_id" uuid NOT NULL,
	"service_id" uuid NOT NULL,
	"namespace_id" uuid,
	"method" text NOT NULL,
	"tool" text,
	"caller_era" text NOT NULL,
	"service_era" text NOT NULL,
	"verdict" text NOT NULL,
	"code" text,
	"ms" integer NOT NULL,
	"bytes_in" integer NOT NULL,
	"bytes_out" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "password_links" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"user_id" uuid NOT NULL,
	"token_hash" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "password_links_tokenHash_unique" UNIQUE("token_hash")
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"user_id" uuid NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"revoked_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "sign_in_failures" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "sign_in_failures_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"key" text NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "users" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"email" text NOT NULL,
	"name" text NOT NULL,
	"role" text NOT NULL,
	"password_hash" text,
	"preferences" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"disabled_at" timestamp with time zone,
	"last_sign_in_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "users_email_unique" UNIQUE("email")
);
--> statement-breakpoint
CREATE TABLE "leases" (
	"key" text PRIMARY KEY NOT NULL,
	"holder" uuid NOT NULL,
	"expires_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "namespaces" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"platform_id" uuid NOT NULL,
	"remote_id" text NOT NULL,
	"name" text NOT NULL,
	"available" boolean DEFAULT true NOT NULL,
	"unavailable_reason" text,
	"provider_count" integer,
	"counted_at" timestamp with time zone,
	"seen_at" timestamp with time zone DEFAULT now() NOT NULL,
	"vanished_at" timestamp with time zone,
	CONSTRAINT "namespaces_platformId_remoteId_unique" UNIQUE("platform_id","remote_id")
);
--> statement-breakpoint
CREATE TABLE "platforms" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"base_url" text NOT NULL,
	"web_url" text,
	"auth_kind" text NOT NULL,
	"account_email" text,
	"secret" text NOT NULL,
	"secret_set_at" timestamp with time zone DEFAULT now() NOT NULL,
	"secret_set_by" text NOT NULL,
	"status" text DEFAULT 'unchecked' NOT NULL,
	"status_code" text,
	"status_message" text,
	"status_next" text,
	"status_since" timestamp with time zone,
	"tested_at" timestamp with time zone,
	"release" text,
	"identity" text,
	"latency_ms" integer,
	"pace" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "platforms_name_unique" UNIQUE("name")
);
--> statement-breakpoint
CREATE TABLE "lanes" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"run_id" uuid NOT NULL,
	"namespace_id" uuid,
	"namespace_name" text NOT NULL,
	"status" text DEFAULT 'waiting' NOT NULL,
	"group_key" text NOT NULL,
	"code" text,
	"message" text,
	"holder" uuid,
	"faults" integer DEFAULT 0 NOT NULL,
	"parallel" integer,
	"started_at" timestamp with time zone,
	"ended_at" timestamp with time zone,
	CONSTRAINT "lanes_runId_namespaceId_unique" UNIQUE("run_id","namespace_id")
);
--> statement-breakpoint
CREATE TABLE "run_items" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"run_id" uuid NOT NULL,
	"lane_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"service_id" uuid,
	"service_name" text NOT NULL,
	"service_identifier" text NOT NULL,
	"icon_emoji" text NOT NULL,
	"icon_color" text NOT NULL,
	"namespace_name" text NOT NULL,
	"action" text NOT NULL,
	"desired" jsonb,
	"change" jsonb,
	"token_mode" text DEFAULT 'none' NOT NULL,
	"token" text,
	"gateway_token_id" uuid,
	"roll_grace_seconds" integer,
	"token_set_at" timestamp with time zone,
	"token_set_by" text,
	"remote_id" text,
	"verdict" text DEFAULT 'waiting' NOT NULL,
	"code" text,
	"reason" text,
	"next_step" text,
	"platform_said" text,
	"tools_there" integer,
	"tools_of_service" integer,
	"attempt" integer DEFAULT 0 NOT NULL,
	"started_at" timestamp with time zone,
	"ended_at" timestamp with time zone,
	"ms" integer,
	"revision" integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "runs" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"number" integer GENERATED ALWAYS AS IDENTITY (sequence name "runs_number_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"draft_id" uuid,
	"kind" text NOT NULL,
	"name" text,
	"platform_id" uuid,
	"platform_name" text NOT NULL,
	"status" text DEFAULT 'queued' NOT NULL,
	"confirmed_by_id" uuid,
	"confirmed_by" text NOT NULL,
	"confirmed_at" timestamp with time zone DEFAULT now() NOT NULL,
	"started_at" timestamp with time zone,
	"ended_at" timestamp with time zone,
	"cancel_requested_at" timestamp with time zone,
	"revision" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "runs_number_unique" UNIQUE("number"),
	CONSTRAINT "runs_draftId_unique" UNIQUE("draft_id")
);
--> statement-breakpoint
CREATE TABLE "service_checks" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "service_checks_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"service_id" uuid NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"status" text NOT NULL,
	"code" text NOT NULL,
	"message" text NOT NULL,
	"ms" integer NOT NULL,
	"tools" integer,
	"pages" integer
);
--> statement-breakpoint
CREATE TABLE "service_tools" (
	"service_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"name" text NOT NULL,
	"title" text,
	"description" text,
	"input_schema" json NOT NULL,
	CONSTRAINT "service_tools_service_id_position_pk" PRIMARY KEY("service_id","position")
);
--> statement-breakpoint
CREATE TABLE "services" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"identifier" text NOT NULL,
	"name" text NOT NULL,
	"icon_emoji" text NOT NULL,
	"icon_color" text NOT NULL,
	"description" text DEFAULT '' NOT NULL,
	"url" text NOT NULL,
	"transport" text DEFAULT 'auto' NOT NULL,
	"credential_kind" text DEFAULT 'none' NOT NULL,
	"credential" text,
	"credential_set_at" timestamp with time zone,
	"credential_set_by" text,
	"timeout_seconds" integer DEFAULT 30 NOT NULL,
	"sse_read_timeout_seconds" integer DEFAULT 300 NOT NULL,
	"status" text DEFAULT 'unchecked' NOT NULL,
	"status_code" text,
	"status_message" text,
	"status_next" text,
	"checked_at" timestamp with time zone,
	"status_since" timestamp with time zone,
	"latency_ms" integer,
	"seen_transport" text,
	"eras" text[] DEFAULT '{}' NOT NULL,
	"protocol_version" text,
	"server_name" text,
	"server_version" text,
	"tool_count" integer,
	"legacy_first_page_tools" integer,
	"page_count" integer,
	"enforces_credential" boolean,
	"era_memory" jsonb,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "services_identifier_unique" UNIQUE("identifier")
);
--> statement-breakpoint
CREATE TABLE "settings" (
	"key" text PRIMARY KEY NOT NULL,
	"value" jsonb NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "gateway_tokens" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"hash" text NOT NULL,
	"prefix" text NOT NULL,
	"sealed" text,
	"name" text NOT NULL,
	"service_id" uuid NOT NULL,
	"namespace_id" uuid,
	"purpose" text NOT NULL,
	"allowed_tools" jsonb,
	"tool_prefix" text,
	"calls_per_minute" integer,
	"expires_at" timestamp with time zone,
	"replaces_id" uuid,
	"ends_at" timestamp with time zone,
	"ended_because" text,
	"ended_by" text,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"last_used_at" timestamp with time zone,
	"calls" integer DEFAULT 0 NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "gateway_tokens_hash_unique" UNIQUE("hash")
);
--> statement-breakpoint
ALTER TABLE "bindings" ADD CONSTRAINT "bindings_service_id_services_id_fk" FOREIGN KEY ("service_id") REFERENCES "public"."services"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bindings" ADD CONSTRAINT "bindings_namespace_id_namespaces_id_fk" FOREIGN KEY ("namespace_id") REFERENCES "public"."namespaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bindings" ADD CONSTRAINT "bindings_gateway_token_id_gateway_tokens_id_fk" FOREIGN KEY ("gateway_token_id") REFERENCES "public"."gateway_tokens"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sync_drafts" ADD CONSTRAINT "sync_drafts_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "password_links" ADD CONSTRAINT "password_links_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "namespaces" ADD CONSTRAINT "namespaces_platform_id_platforms_id_fk" FOREIGN KEY ("platform_id") REFERENCES "public"."platforms"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "lanes" ADD CONSTRAINT "lanes_run_id_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."runs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "lanes" ADD CONSTRAINT "lanes_namespace_id_namespaces_id_fk" FOREIGN KEY ("namespace_id") REFERENCES "public"."namespaces"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "run_items" ADD CONSTRAINT "run_items_run_id_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."runs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "run_items" ADD CONSTRAINT "run_items_lane_id_lanes_id_fk" FOREIGN KEY ("lane_id") REFERENCES "public"."lanes"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "run_items" ADD CONSTRAINT "run_items_service_id_services_id_fk" FOREIGN KEY ("service_id") REFERENCES "public"."services"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "run_items" ADD CONSTRAINT "run_items_gateway_token_id_gateway_tokens_id_fk" FOREIGN KEY ("gateway_token_id") REFERENCES "public"."gateway_tokens"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "runs" ADD CONSTRAINT "runs_platform_id_platforms_id_fk" FOREIGN KEY ("platform_id") REFERENCES "public"."platforms"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "runs" ADD CONSTRAINT "runs_confirmed_by_id_users_id_fk" FOREIGN KEY ("confirmed_by_id") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "service_checks" ADD CONSTRAINT "service_checks_service_id_services_id_fk" FOREIGN KEY ("service_id") REFERENCES "public"."services"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "service_tools" ADD CONSTRAINT "service_tools_service_id_services_id_fk" FOREIGN KEY ("service_id") REFERENCES "public"."services"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "gateway_tokens" ADD CONSTRAINT "gateway_tokens_service_id_services_id_fk" FOREIGN KEY ("service_id") REFERENCES "public"."services"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "gateway_tokens" ADD CONSTRAINT "gateway_tokens_namespace_id_namespaces_id_fk" FOREIGN KEY ("namespace_id") REFERENCES "public"."namespaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "gateway_tokens" ADD CONSTRAINT "gateway_tokens_replaces_id_gateway_tokens_id_fk" FOREIGN KEY ("replaces_id") REFERENCES "public"."gateway_tokens"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "audit_events_at_index" ON "audit_events" USING btree ("at");--> statement-breakpoint
CREATE INDEX "audit_events_action_index" ON "audit_events" USING btree ("action");--> statement-breakpoint
CREATE INDEX "audit_events_target_kind_target_id_index" ON "audit_events" USING btree ("target_kind","target_id");--> statement-breakpoint
CREATE INDEX "bindings_namespace_id_index" ON "bindings" USING btree ("namespace_id");--> statement-breakpoint
CREATE INDEX "bindings_state_index" ON "bindings" USING btree ("state");--> statement-breakpoint
CREATE INDEX "sync_drafts_user_id_index" ON "sync_drafts" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "sync_drafts_expires_at_index" ON "sync_drafts" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "gateway_call_days_day_index" ON "gateway_call_days" USING btree ("day");--> statement-breakpoint
CREATE INDEX "gateway_calls_at_index" ON "gateway_calls" USING btree ("at");--> statement-breakpoint
CREATE INDEX "gateway_calls_service_id_at_index" ON "gateway_calls" USING btree ("service_id","at");--> statement-breakpoint
CREATE INDEX "gateway_calls_token_id_at_index" ON "gateway_calls" USING btree ("token_id","at");--> statement-breakpoint
CREATE INDEX "sessions_user_id_index" ON "sessions" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "sign_in_failures_key_at_index" ON "sign_in_failures" USING btree ("key","at");--> statement-breakpoint
CREATE INDEX "namespaces_platform_id_name_index" ON "namespaces" USING btree ("platform_id","name");--> statement-breakpoint
CREATE INDEX "lanes_run_id_index" ON "lanes" USING btree ("run_id");--> statement-breakpoint
CREATE INDEX "run_items_run_id_verdict_index" ON "run_items" USING btree ("run_id","verdict");--> statement-breakpoint
CREATE INDEX "run_items_lane_id_index" ON "run_items" USING btree ("lane_id");--> statement-breakpoint
CREATE INDEX "run_items_service_id_index" ON "run_items" USING btree ("service_id");--> statement-breakpoint
CREATE INDEX "run_items_run_id_revision_index" ON "run_items" USING btree ("run_id","revision");--> statement-breakpoint
CREATE INDEX "runs_confirmed_at_index" ON "runs" USING btree ("confirmed_at");--> statement-breakpoint
CREATE INDEX "runs_status_index" ON "runs" USING btree ("status");--> statement-breakpoint
CREATE INDEX "service_checks_service_id_at_index" ON "service_checks" USING btree ("service_id","at");--> statement-breakpoint
CREATE INDEX "service_tools_name_index" ON "service_tools" USING btree ("name");--> statement-breakpoint
CREATE INDEX "services_status_index" ON "services" USING btree ("status");--> statement-breakpoint
CREATE INDEX "services_name_index" ON "services" USING btree ("name");--> statement-breakpoint
CREATE INDEX "gateway_tokens_service_id_index" ON "gateway_tokens" USING btree ("service_id");--> statement-breakpoint
CREATE INDEX "gateway_tokens_namespace_id_index" ON "gateway_tokens" USING btree ("namespace_id");--> statement-breakpoint
CREATE INDEX "gateway_tokens_updated_at_index" ON "gateway_tokens" USING btree ("updated_at");--> statement-breakpoint
CREATE INDEX "gateway_tokens_created_at_index" ON "gateway_tokens" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "gateway_tokens_replaces_id_index" ON "gateway_tokens" USING btree ("replaces_id");