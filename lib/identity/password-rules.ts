/** Fewest characters of a password; counted as people count, an emoji is one or few. */
export const PASSWORD_MIN = 10
const PASSWORD_MAX = 1024

/** The most used passwords that have ten characters or more, from public lists of leaked ones; compared in lower case. */
const COMMON = new Set(
  `1234567890 12345678910 0123456789 0987654321 9876543210 1234567891 123456789a 1234567890q 123456789q 12345678901
  1q2w3e4r5t 1q2w3e4r5t6y 1qaz2wsx3edc q1w2e3r4t5 q1w2e3r4t5y6 1qazxsw23edc zaq12wsxcde3 qazwsxedcrfv qwertyuiop
  qwertyuiop123 qwerty1234 qwerty12345 qwerty123456 asdfghjkl1 asdfghjkl; zxcvbnm123 1111111111 0000000000 1212121212
  1122334455 1231231230 9999999999 aaaaaaaaaa abcdefghij abc1234567 abcd123456 password12 password123 password1234
  password12345 password123456 password1! password123! passw0rd123 p@ssw0rd123 p@ssword123 p@ssw0rd12 passwordpassword
  mypassword mypassword1 letmein123 letmein1234 welcome123 welcome1234 welcome123! iloveyou12 iloveyou123 iloveyou1234
  sunshine123 princess123 football123 baseball123 superman123 michael123 administrator administrator1 admin12345
  admin123456 admin1234567 adminadmin adminadmin1 changeme123 changeme1234 change-me-please secret1234 secret12345
  test123456 testtest123 testpassword qwertyqwerty trustno1234 dragon12345 monkey12345 master12345 shadow12345
  hello12345 hello123456 computer123 internet123 starwars123 liverpool1 whatever123 charlie123 jennifer123 jordan12345
  correcthorsebatterystaple`.split(/\s+/),
)

/** A password in the form that is hashed, so that it is the same however a keyboard composes its characters. */
export function normalizePassword(password: string): string {
  return password.normalize('NFKC')
}

/** The number of characters of a password as the rule counts them. */
export function passwordLength(password: string): number {
  return [...normalizePassword(password)].length
}

/** What is wrong with a password for the person with this e-mail, as a sentence for the field; undefined when nothing is. */
export function passwordFault(password: string, email: string): string | undefined {
  const length = passwordLength(password)
  if (length < PASSWORD_MIN) return `Has ${length} of at least ${PASSWORD_MIN} characters.`
  if (length > PASSWORD_MAX) return 'Is longer than 1,024 characters.'
  const lower = normalizePassword(password).toLowerCase()
  const address = email.trim().toLowerCase()
  if (lower === address || lower === address.split('@')[0]) return 'Is the e-mail; choose something else.'
  if (COMMON.has(lower)) return 'Is among the most used passwords; choose another.'
  return undefined
}
