namespace FastMf.Cli.Commands;

/// <summary>The values of export --format.</summary>
internal enum ExportChoice
{
    /// <summary>Factors, biases and ids as a NumPy archive.</summary>
    Npz,

    /// <summary>Factors, biases and ids as a table.</summary>
    Csv,

    /// <summary>LIBMF's text model.</summary>
    Libmf,

    /// <summary>All predictions as a NumPy array.</summary>
    PredictionsNpy,

    /// <summary>All predictions as a table.</summary>
    PredictionsCsv,
}
