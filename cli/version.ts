import packageJson from '../package.json' with { type: 'json' }

export const { version } = packageJson

/** Identifies this program to the server, which shows it in the list of devices. */
export const agent = `daymark/${version} (${process.platform})`
