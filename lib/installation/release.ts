import packageFile from '../../package.json' with { type: 'json' }

/** The release of this code, such as `1.0.0`. */
export const RELEASE = packageFile.version
