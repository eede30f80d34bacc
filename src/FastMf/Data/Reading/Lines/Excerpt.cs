using System.Buffers;
using System.Globalization;
using System.Text;

namespace FastMf.Data.Reading.Lines;

/// <summary>File text made fit for a message: short, one line, nothing invisible.</summary>
internal static class Excerpt
{
    private const int MaxCharacters = 80;

    public static string Of(ReadOnlySpan<byte> text)
    {
        var excerpt = new StringBuilder(MaxCharacters + 3);
        while (!text.IsEmpty)
        {
            if (excerpt.Length >= MaxCharacters)
            {
                return excerpt.Append("...").ToString();
            }

            OperationStatus status = Rune.DecodeFromUtf8(text, out Rune rune, out int consumed);
            if (status != OperationStatus.Done)
            {
                AppendByte(excerpt, text[0]);
                consumed = 1;
            }
            else if (rune.Value == '\t')
            {
                excerpt.Append("\\t");
            }
            else if (IsInvisible(rune))
            {
                excerpt.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:X4}");
            }
            else
            {
                excerpt.Append(rune.ToString());
            }

            text = text[consumed..];
        }

        return excerpt.ToString();
    }

    private static void AppendByte(StringBuilder excerpt, byte value) => excerpt.Append(CultureInfo.InvariantCulture, $"\\x{value:X2}");

    private static bool IsInvisible(Rune rune) => Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
