namespace TorchSharp.Modules;

/// <summary>The numbers an optimizer works with; null means the optimizer's default.</summary>
public class OptimizerOptions
{
    public double? LearningRate { get; set; }

    public double InitialLearningRate { get; set; }

    public virtual void LoadStateDict(OptimizerOptions source)
    {
        LearningRate = source.LearningRate;
        InitialLearningRate = source.InitialLearningRate;
    }

    public virtual void SaveStateDict(BinaryWriter writer)
    {
        writer.Write(LearningRate.Value);
        writer.Write(InitialLearningRate);
    }

    public virtual void LoadStateDict(BinaryReader reader)
    {
        LearningRate = reader.ReadDouble();
        InitialLearningRate = reader.ReadDouble();
    }
}
