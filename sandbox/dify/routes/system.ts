import type { JsonObject } from '../../json.ts'
import type { Context } from '../context.ts'
import { type Answer, ok } from '../http.ts'

export function health({ release }: Context): Answer {
  return ok({ pid: process.pid, status: 'ok', version: release.version })
}

export function ping(): Answer {
  return ok({ result: 'pong' })
}

export function setup({ installation, startedAt }: Context): Answer {
  if (installation.setup === 'not_started') return ok({ step: 'not_started' })
  return ok({ step: 'finished', setup_at: startedAt.toISOString().slice(0, 19) })
}

/** `GET /system-features`: the flags of the release, as far as a client may look at them. */
export function systemFeatures({ traits, installation }: Context): Answer {
  const at = Number.parseInt(traits.systemFeatures.slice(2), 10)
  const noProtocol = at >= 17 ? null : ''
  const until16 = (members: JsonObject): JsonObject => (at < 16 ? members : {})
  const from = (minor: number, members: JsonObject): JsonObject => (at >= minor ? members : {})
  return ok({
    ...(at === 14 && { app_dsl_version: '0.6.0' }),
    ...from(16, { deployment_edition: 'COMMUNITY', enable_app_deploy: false }),
    sso_enforced_for_signin: installation.ssoEnforced,
    sso_enforced_for_signin_protocol: installation.ssoEnforced ? 'oidc' : noProtocol,
    enable_marketplace: true,
    ...until16({ max_plugin_package_size: 15_728_640 }),
    enable_email_code_login: false,
    enable_email_password_login: installation.passwordLogin,
    enable_social_oauth_login: false,
    ...from(14, { enable_collaboration_mode: at >= 16 }),
    is_allow_register: false,
    ...until16({ is_allow_create_workspace: false }),
    is_email_setup: false,
    license: {
      status: 'none',
      ...until16({ expired_at: '', workspaces: { enabled: false, size: 0, limit: 0 } }),
    },
    branding: { enabled: false, application_title: '', login_page_logo: '', workspace_logo: '', favicon: '' },
    webapp_auth: {
      enabled: false,
      allow_sso: false,
      sso_config: { protocol: noProtocol },
      allow_email_code_login: false,
      allow_email_password_login: false,
      ...from(16, { allow_public_access: true }),
    },
    plugin_installation_permission: { plugin_installation_scope: 'all', restrict_to_marketplace_only: false },
    ...from(8, { enable_change_email: true }),
    ...(at >= 9 && at < 16 && { plugin_manager: { enabled: false } }),
    ...(at >= 12 && at < 16 && { trial_models: [], enable_trial_app: false }),
    ...from(14, { enable_creators_platform: true }),
    ...from(12, { enable_explore_banner: false }),
    ...from(16, {
      enable_learn_app: true,
      enable_step_by_step_tour: false,
      rbac_enabled: false,
      knowledge_fs_enabled: false,
    }),
  })
}
