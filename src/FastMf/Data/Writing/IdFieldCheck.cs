using System.Text;

namespace FastMf.Data.Writing;

/// <summary>Refuses ids that would not survive a round trip through a file whose fields are separated by white space.</summary>
internal static class IdFieldCheck
{
    /// <exception cref="ArgumentException">An id is empty or holds white space.</exception>
    public static void Require(IdMap ids, string kind, string parameterName)
    {
        foreach (string id in ids.Texts)
        {
            if (id.Length == 0)
            {
                throw new ArgumentException(
                    $"A {kind} id is empty; in a file of 'user item value' lines it would be missing. Rename it.", parameterName);
            }

            if (!IsOneWord(id))
            {
                throw new ArgumentException(
                    $"The {kind} id '{id}' holds white space, which a file of 'user item value' lines cannot hold. Rename it.",
                    parameterName);
            }
        }
    }

    private static bool IsOneWord(string id)
    {
        foreach (Rune rune in id.EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune))
            {
                return false;
            }
        }

        return true;
    }
}
