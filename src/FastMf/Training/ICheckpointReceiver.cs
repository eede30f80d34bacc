using FastMf.Model;

namespace FastMf.Training;

/// <summary>A receiver of progress that is also given the model as it is after some of the epochs, while training goes on.</summary>
public interface ICheckpointReceiver : IProgress<EpochReport>
{
    /// <summary>Whether the model after this epoch, from 1, is wanted.</summary>
    bool IsCheckpoint(int epoch);

    /// <summary>Takes the model after an epoch that is a checkpoint, on the thread that trains.</summary>
    /// <param name="epoch">The epoch, from 1.</param>
    /// <param name="model">A copy, the receiver's to dispose of.</param>
    void Receive(int epoch, MfModel model);
}
