/** Path of the rename page; with a name it shows the preview. */
export const renamePath = (tags: { tag: string }[], name?: string) =>
  `/tags/rename?${new URLSearchParams([...tags.map(({ tag }) => ['tag', tag]), ...(name === undefined ? [] : [['name', name]])])}`

export const deactivatePath = (tag: string) => `/tags/deactivate?${new URLSearchParams({ tag })}`
