const root = '/admin/whitelists'

export const appsPath = (below = '') => (below ? `${root}/${below}` : root)

const queryOf = (members: Record<string, string>) => {
  const set = Object.entries(members).filter(([, value]) => value)
  return set.length > 0 ? `?${new URLSearchParams(set)}` : ''
}

export const listPath = (view: Record<string, string>) => root + queryOf(view)

/** Path of an app's row; `inList` searches the list for it. */
export const appPath = (packageName: string, { inList = false } = {}) =>
  inList ? listPath({ q: packageName }) : appsPath(`app${queryOf({ package_name: packageName })}`)

export const editPath = (packageName: string) => appsPath(`edit${queryOf({ package_name: packageName })}`)
