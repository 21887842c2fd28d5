CREATE TABLE "gateway_call_windows" (
	"token_id" uuid PRIMARY KEY NOT NULL,
	"since" timestamp with time zone NOT NULL,
	"calls" integer NOT NULL,
	"before" integer NOT NULL,
	"admitted" boolean NOT NULL
);
--> statement-breakpoint
ALTER TABLE "gateway_call_windows" ADD CONSTRAINT "gateway_call_windows_token_id_gateway_tokens_id_fk" FOREIGN KEY ("token_id") REFERENCES "public"."gateway_tokens"("id") ON DELETE cascade ON UPDATE no action;