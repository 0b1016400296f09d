export const Suggestions = ({ values }: { values: string[] }) => (
  <>
    {values.map((value) => (
      <option value={value} />
    ))}
  </>
)
