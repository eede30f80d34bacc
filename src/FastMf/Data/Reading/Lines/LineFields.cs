namespace FastMf.Data.Reading.Lines;

/// <summary>The fields of one line, as found, without the white space around them.</summary>
internal ref struct LineFields
{
    public ReadOnlySpan<byte> User;
    public ReadOnlySpan<byte> Item;
    public ReadOnlySpan<byte> Value;
    public ReadOnlySpan<byte> Timestamp;

    /// <summary>The number of fields; those beyond the fourth are only counted.</summary>
    public int Count;

    public void Add(ReadOnlySpan<byte> field)
    {
        field = field.Trim(LineSplitter.WhiteSpace);
        switch (Count++)
        {
            case 0:
                User = field;
                break;
            case 1:
                Item = field;
                break;
            case 2:
                Value = field;
                break;
            case 3:
                Timestamp = field;
                break;
        }
    }
}
