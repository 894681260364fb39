// Says where ITK believes the voxels of NIfTI files to lie: a line of JSON for each file named on
// the standard input.
#include <iomanip>
#include <iostream>
#include <string>

#include "itkNiftiImageIO.h"

int main()
{
  std::cout << std::setprecision(17);
  for (std::string file; std::getline(std::cin, file);)
  {
    auto io = itk::NiftiImageIO::New();
    io->SetFileName(file);
    try
    {
      io->ReadImageInformation();
    }
    catch (const itk::ExceptionObject & e)
    {
      std::string what = e.GetDescription();
      for (char & c : what)
      {
        c = c == '"' || c == '\\' || c == '\n' ? ' ' : c;
      }
      std::cout << "{\"error\": \"" << what << "\"}" << std::endl;
      continue;
    }
    unsigned int n = io->GetNumberOfDimensions();
    std::string size, spacing, origin, direction;
    auto add = [](std::string & to, double value) {
      std::ostringstream text;
      text << std::setprecision(17) << value;
      to += (to.empty() ? "" : ", ") + text.str();
    };
    for (unsigned int i = 0; i < n; i++)
    {
      add(size, io->GetDimensions(i));
      add(spacing, io->GetSpacing(i));
      add(origin, io->GetOrigin(i));
      for (double value : io->GetDirection(i))
      {
        add(direction, value);
      }
    }
    std::cout << "{\"size\": [" << size << "], \"spacing\": [" << spacing << "], \"origin\": [" << origin
              << "], \"direction\": [" << direction << "]}" << std::endl;
  }
}
