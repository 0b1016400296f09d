/** Items that are worked on at a stretch: some milliseconds. */
const stretch = 400

/** Works through many items in order, and lets the requests of others be answered in between. */
export const eachWithPauses = async <T>(items: T[], work: (item: T) => void) => {
  for (const [index, item] of items.entries()) {
    if (index > 0 && index % stretch === 0) await scheduler.wait(0)
    work(item)
  }
}
