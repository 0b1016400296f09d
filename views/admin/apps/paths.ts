const root = '/admin/whitelists'

/** The list of defaults, or what is below it. */
export const appsPath = (below = '') => (below ? `${root}/${below}` : root)

const asked = (members: Record<string, string>) => {
  const given = Object.entries(members).filter(([, value]) => value)
  return given.length > 0 ? `?${new URLSearchParams(given)}` : ''
}

/** The list as it is asked for. */
export const listPath = (view: Record<string, string>) => root + asked(view)

/** An app's row; in the list, it is searched for. */
export const appPath = (packageName: string, { inList = false } = {}) =>
  inList ? listPath({ q: packageName }) : appsPath(`app${asked({ package_name: packageName })}`)

export const editPath = (packageName: string) => appsPath(`edit${asked({ package_name: packageName })}`)
