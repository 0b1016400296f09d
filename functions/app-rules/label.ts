import type { AppRules } from './queries'

/** Name of an app: from the catalogue, else from the person, else from an admin, else its package name. */
export const appLabel = (said: AppRules | undefined, packageName: string) =>
  said?.app?.label ?? said?.own?.label ?? said?.admin?.label ?? packageName
