using FastMf.Model;

namespace FastMf.Training;

/// <summary>What epochs are measured against.</summary>
internal interface IValidationSet
{
    /// <summary>The root mean squared error of predictions; the same bits for every number of workers.</summary>
    double Rmse(ModelParameters parameters, int workers, CancellationToken cancellation);
}
