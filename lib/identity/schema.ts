import { z } from 'zod'

export { PASSWORD_MIN, passwordFault, passwordLength } from './password-rules.ts'

const ROLE_NAMES = ['admin', 'operator', 'viewer'] as const

/** An e-mail address as it is kept: trimmed, in lower case. */
export const emailField = z
  .string('Enter an e-mail address.')
  .trim()
  .toLowerCase()
  .min(1, 'Enter an e-mail address.')
  .max(254, 'Is longer than 254 characters.')
  .pipe(z.email('Is not an e-mail address, such as ana@example.com.'))

/** A person's name as pages show it. Control and zero-width characters could make one name look like another. */
const nameField = z
  .string('Enter a name.')
  .trim()
  .min(1, 'Enter a name.')
  .max(80, 'Is longer than 80 characters.')
  .refine((name) => !/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(name.replaceAll('\u200d', '')), {
    message: 'Holds invisible characters; type it again.',
  })

const roleField = z.enum(ROLE_NAMES, 'Choose a role.')
const newPassword = z.string('Enter a password.').min(1, 'Enter a password.')
const knownPassword = z
  .string('Enter the password.')
  .min(1, 'Enter the password.')
  .max(4096, 'Is longer than 4,096 characters.')

export const signInSchema = z.object({ email: emailField, password: knownPassword })

export const setUpSchema = z.object({
  code: z.string('Enter the set-up code.').trim().min(1, 'Enter the set-up code.').max(100, 'Is not a set-up code.'),
  email: emailField,
  password: newPassword,
})

export const addUserSchema = z.object({ email: emailField, name: nameField, role: roleField })

export const userIdSchema = z.object({ id: z.uuid('Is not an id.') })

export const changeRoleSchema = userIdSchema.extend({ role: roleField })

export const linkPasswordSchema = z.object({ token: z.string().max(200), password: newPassword })

export const ownPasswordSchema = z.object({ current: knownPassword, password: newPassword })

export const ownAccountSchema = z.object({ name: nameField.optional(), singleKeys: z.boolean().optional() })

/** What the Users page asks for: search in name and e-mail, filters, order and page. */
export const listUsersSchema = z.object({
  search: z
    .string()
    .max(200)
    // PostgreSQL's text cannot hold a NUL, so nobody's name or e-mail has one.
    .transform((text) => text.replaceAll('\0', '').trim())
    .optional(),
  role: roleField.optional(),
  state: z.enum(['enabled', 'disabled', 'invited']).optional(),
  sort: z.enum(['name', 'email', 'role', 'lastSignInAt', 'createdAt']).default('name'),
  descending: z.boolean().default(false),
  page: z.number().int().min(1).default(1),
  pageSize: z.number().int().min(1).max(200).default(50),
})
