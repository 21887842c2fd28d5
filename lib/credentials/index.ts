export {
  type CredentialSource,
  credentialSource,
  openServiceCredential,
  sealServiceCredential,
} from './service-credential.ts'
