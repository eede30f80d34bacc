namespace FastMf.Testing.Checks;

/// <summary>Asserts the parts of a law, without a test framework.</summary>
internal static class Law
{
    /// <summary>Throws when <paramref name="holds"/> is false.</summary>
    public static void Require(bool holds, string law, FormattableString otherwise)
    {
        if (!holds)
        {
            throw new LawBrokenException(law, FormattableString.Invariant(otherwise));
        }
    }

    /// <summary>Runs <paramref name="action"/>, which must throw <typeparamref name="TException"/> or what derives from it.</summary>
    public static void RequireThrows<TException>(Action action, string law, FormattableString when)
        where TException : Exception
    {
        string found = "nothing was thrown";
        try
        {
            action();
        }
        catch (TException)
        {
            return;
        }
        catch (Exception other)
        {
            found = $"{other.GetType().Name} was thrown ({other.Message})";
        }

        throw new LawBrokenException(law, $"{FormattableString.Invariant(when)} must throw {typeof(TException).Name}; {found}.");
    }
}
