using System.Text;

namespace FastMf.Cli.Input;

/// <summary>
/// Records of comma-separated text (RFC 4180): a field in quotes may hold commas, line ends and doubled quotes. Quotes inside a field
/// that does not begin with one are letters; a quote that is never closed ends with the text.
/// </summary>
internal static class CsvRecords
{
    public static IEnumerable<string[]> Read(TextReader text)
    {
        var fields = new List<string>();
        var field = new StringBuilder();
        bool quoted = false;
        bool wasQuoted = false;
        for (int next; (next = text.Read()) >= 0;)
        {
            char letter = (char)next;
            if (quoted)
            {
                if (letter != '"')
                {
                    field.Append(letter);
                }
                else if (text.Peek() == '"')
                {
                    field.Append((char)text.Read());
                }
                else
                {
                    quoted = false;
                }
            }
            else if (letter == '"' && field.Length == 0 && !wasQuoted)
            {
                quoted = wasQuoted = true;
            }
            else if (letter is ',' or '\n')
            {
                fields.Add(Take(field, ref wasQuoted));
                if (letter == '\n')
                {
                    yield return Take(fields);
                }
            }
            else if (letter != '\r' || text.Peek() != '\n')
            {
                field.Append(letter);
            }
        }

        if (field.Length > 0 || wasQuoted || fields.Count > 0)
        {
            fields.Add(Take(field, ref wasQuoted));
            yield return Take(fields);
        }
    }

    private static string Take(StringBuilder field, ref bool wasQuoted)
    {
        string text = field.ToString();
        field.Clear();
        wasQuoted = false;
        return text;
    }

    private static string[] Take(List<string> fields)
    {
        string[] record = [.. fields];
        fields.Clear();
        return record;
    }
}
