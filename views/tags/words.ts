/** Where some tags get one name; with a name, what that would do. */
export const renamePath = (tags: { tag: string }[], name?: string) =>
  `/tags/rename?${new URLSearchParams([...tags.map(({ tag }) => ['tag', tag]), ...(name === undefined ? [] : [['name', name]])])}`

export const deactivatePath = (tag: string) => `/tags/deactivate?${new URLSearchParams({ tag })}`
