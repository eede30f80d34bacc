using FastMf.Model;

namespace FastMf.Training.Validation;

/// <summary>What epochs are measured against.</summary>
internal interface IValidationSet
{
    /// <summary>Pieces of work that the users are cut into; sums are added piece by piece, so that the number of workers does not show.</summary>
    const int Pieces = 64;

    /// <summary>The root mean squared error of predictions; the same bits for every number of workers.</summary>
    double Rmse(ModelParameters parameters, int workers, CancellationToken cancellation);
}
