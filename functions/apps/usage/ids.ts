/** Begins the id of a use that is found by its time: `20261128T093000Z`. Ids are their own index. @param at epoch ms */
export const useStamp = (at: number) => new Date(at).toISOString().replace(/[-:]|\.\d+/g, '')
