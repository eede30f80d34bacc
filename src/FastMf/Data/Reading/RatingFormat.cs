namespace FastMf.Data.Reading;

/// <summary>How a ratings file separates the fields of a line: user, item, rating and, except for LIBMF, optionally a timestamp.</summary>
public enum RatingFormat
{
    /// <summary>Told from the first line that is not blank: "::", else a tab, else a comma, else spaces.</summary>
    Auto,

    /// <summary>Tabs, as in MovieLens <c>u.data</c>; a header line is allowed.</summary>
    Tab,

    /// <summary>Double colons, as in MovieLens <c>ratings.dat</c>.</summary>
    DoubleColon,

    /// <summary>Commas, as in MovieLens <c>ratings.csv</c>; fields may be quoted, a header line is allowed.</summary>
    Csv,

    /// <summary>Spaces or tabs, as in the text files of LIBMF; exactly three fields.</summary>
    Libmf,
}
