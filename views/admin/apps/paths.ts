const root = '/admin/whitelists'

export const appsPath = (below = '') => (below ? `${root}/${below}` : root)

const asked = (members: Record<string, string>) => {
  const given = Object.entries(members).filter(([, value]) => value)
  return given.length > 0 ? `?${new URLSearchParams(given)}` : ''
}

export const listPath = (view: Record<string, string>) => root + asked(view)

/** Path of an app's row; `inList` searches the list for it. */
export const appPath = (packageName: string, { inList = false } = {}) =>
  inList ? listPath({ q: packageName }) : appsPath(`app${asked({ package_name: packageName })}`)

export const editPath = (packageName: string) => appsPath(`edit${asked({ package_name: packageName })}`)
