import type { AppRules } from './queries'

/** What an app is called: by the catalogue, else by the person, else by an admin; its package name where nobody has. */
export const appLabel = (said: AppRules | undefined, packageName: string) =>
  said?.app?.label ?? said?.own?.label ?? said?.admin?.label ?? packageName
