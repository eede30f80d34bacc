using System.Buffers;
using System.Text;

namespace FastMf.Data.Writing;

/// <summary>Refuses ids that would not come back from a file whose fields are separated by white space.</summary>
internal static class WritableIds
{
    /// <exception cref="ArgumentException">An id is empty, or holds white space or half a surrogate pair.</exception>
    public static void Require(IdMap ids, string kind, string parameterName)
    {
        foreach (string id in ids.Texts)
        {
            if (id.Length == 0)
            {
                throw new ArgumentException($"A {kind} id is empty; in a file of 'user item value' lines it would be missing. Rename it.", parameterName);
            }

            if (!IsOneWord(id))
            {
                throw new ArgumentException(
                    $"The {kind} id '{id}' holds white space or an incomplete character, which a file of 'user item value' lines cannot hold. Rename it.",
                    parameterName);
            }
        }
    }

    private static bool IsOneWord(ReadOnlySpan<char> id)
    {
        while (!id.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(id, out Rune rune, out int length) != OperationStatus.Done || Rune.IsWhiteSpace(rune))
            {
                return false;
            }

            id = id[length..];
        }

        return true;
    }
}
